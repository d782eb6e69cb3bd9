@TP_ARR_007
Feature: TP_ARR_007 A conference keeps its Session-Id

  RFC 6733 8.8. START, all interims and STOP of an accounting session bear one Session-Id.

  Scenario: Two arrive and one leaves
    Given Alice is in a conference with Carol and Dave, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And Alice's conference is charged under one Session-Id of its own
