@TP_DEP_004
Feature: TP_DEP_004 An expulsion is not charged before it is answered

  OMA CR 6.2.3.2 step 1. The 200 OK is the occasion, not the BYE of the server; LV-07: where the profile says so.

  Scenario: Bob lets the BYE wait
    Given Alice is in a conference with Bob and Carol
    And Bob will answer the server's BYE after 700 ms
    When the server expels Bob from the conference of Alice, who answers late
    Then the Charging Enabler receives no SessionRequest(interim) before Bob answers the server's BYE
    And the Charging Enabler receives one SessionRequest(interim) for Bob's departure
