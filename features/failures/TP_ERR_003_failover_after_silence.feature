@TP_ERR_003 @real-timers
Feature: TP_ERR_003 What is never answered goes to another Charging Enabler

  3GPP TS 32.299 6.1.3.2 and 6.1.3.1. After the last resend the secondary one gets the record.

  Scenario: the Charging Enabler in use falls silent
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler leaves every SessionRequest(interim) unanswered
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, left unanswered, is sent to another Charging Enabler
