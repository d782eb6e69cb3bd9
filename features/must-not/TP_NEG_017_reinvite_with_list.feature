@TP_NEG_017
Feature: TP_NEG_017 A list in a re-INVITE invites nobody

  OMA CR 6.2.3.2; RFC 5366 gives it no meaning. LV-08: an interim for the change of media is legal, one for an arrival is not.

  Scenario: Bob names Dave in a re-INVITE
    Given Alice is in a conference with Bob and Carol
    When Bob sends a re-INVITE that names Dave
    Then the Charging Enabler receives at most one SessionRequest(interim) for Bob's re-INVITE, and it counts who was in before
