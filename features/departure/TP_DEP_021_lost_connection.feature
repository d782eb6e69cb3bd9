@TP_DEP_021
Feature: TP_DEP_021 A lost MSRP connection is no departure

  OMA CR 6.2.3.2; RFC 4975 5.4. A departure is a BYE; a connection that broke may be made anew within the session.

  Scenario: Bob's connection breaks, and later Bob leaves
    Given the server connects to the MSRP path of whom it invites
    And Alice is in a conference with Bob and Carol
    When Bob loses the MSRP connection
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's lost connection
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
