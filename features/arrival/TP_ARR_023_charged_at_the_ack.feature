@TP_ARR_023
Feature: TP_ARR_023 An arrival is charged at the ACK

  3GPP TS 32.260 T5.2.1.1-2. The ACK that completes the INVITE, where a server declares it; LV-07.

  Scenario: Bob's ACK comes late
    Given Alice is in a conference with Carol
    And Bob will acknowledge after 600 ms
    When Bob joins the conference of Alice
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
