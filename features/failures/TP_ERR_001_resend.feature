@TP_ERR_001
Feature: TP_ERR_001 A record without an answer is sent again

  3GPP TS 32.299 6.1.3.2. It bears the T flag then, and keeps its End-to-End identifier, Session-Id and number.

  Scenario: Bob's arrival is left unanswered once
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler leaves the next SessionRequest(interim) unanswered
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, left unanswered, is sent again
