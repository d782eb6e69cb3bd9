@TP_ERR_002 @real-timers
Feature: TP_ERR_002 Resends come as declared

  3GPP TS 32.299 6.1.3.2. How long an answer may take, and how often the record goes again, is configured; the profile tells it.

  Scenario: Bob's arrival is never answered
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler leaves every SessionRequest(interim) unanswered
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, left unanswered, is sent again as often and as soon as is declared
