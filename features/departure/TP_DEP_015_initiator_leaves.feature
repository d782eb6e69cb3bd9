@TP_DEP_015
Feature: TP_DEP_015 The initiator is a participant like others

  OMA CR 6.2.3.2; RFC 6733 8.8. Its BYE gives an interim, and accounting goes on under the same Session-Id.

  Scenario: Alice leaves the conference she made
    Given Alice is in a conference with Bob and Carol
    When Alice leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Alice's departure
    And Alice's conference is charged under one Session-Id of its own
