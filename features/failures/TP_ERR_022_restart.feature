@TP_ERR_022 @real-timers
Feature: TP_ERR_022 What was on its way is charged after a restart

  RFC 6733 9.4, 5.5.4 and 8.6. A record without an answer outlives the server, and is sent again with the T flag under a larger Origin-State-Id.

  Scenario: the server restarts before the end of Alice's conference is answered
    Given Alice is in a conference with Bob
    And Bob has left the conference
    And no Charging Enabler answers any SessionRequest(stop)
    When Alice leaves the conference, and the server restarts before that is answered
    Then the Charging Enabler receives one SessionRequest(stop) for Alice's departure
    And that record is sent again after the restart, with the T flag
    And the Origin-State-Id of that record is larger than before
