@TP_PEER_010
Feature: TP_PEER_010 Nonsense costs the connection, not the record

  RFC 6733 2.1 and 5.5.4. What cannot be read ends the connection; the record that waited on it is sent again.

  Scenario: the Response to Bob's arrival is no Diameter
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) with bytes that are no Diameter
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, answered with bytes that are no Diameter, is sent again
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
