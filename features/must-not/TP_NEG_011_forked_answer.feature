@TP_NEG_011
Feature: TP_NEG_011 A second device is no second arrival

  OMA CR 6.2.3.2; LV-14. The server keeps one leg and releases the other: one arrival, and nothing that stays for the second.

  Scenario: Bob answers on two devices
    Given Alice is in a conference with Carol
    And Bob will answer on two devices
    When Alice adds Bob to the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And Bob's second device is charged as going if it was charged as coming
