@TP_CNT_013
Feature: TP_CNT_013 A record tells when it happened

  3GPP TS 32.299 7.1.8. The time at which the trigger was received, not that of sending; LV-26: differences alone are judged, with a grain of a second.

  Scenario: Dave arrives while the records of three others wait for their Responses
    Given the Charging Enabler takes 1500 ms for each of the first six Responses
    And Alice is in a conference of her own, and it rings at Bob, Carol and Dave
    When Bob, Carol and Dave accept the invitations one after the other
    Then the Charging Enabler receives one SessionRequest(interim) for Dave's arrival
    And that record's Event-Timestamp is the time of what it reports
