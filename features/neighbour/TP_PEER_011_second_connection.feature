@TP_PEER_011 @real-timers
Feature: TP_PEER_011 Two neighbours have one connection

  RFC 6733 2.1, 5.6 and 5.6.4. A Charging Enabler connects to a server that is connected to it: one connection stays, and charging goes on.

  Scenario: the Charging Enabler in use connects to the server
    Given Alice is in a conference with Carol, and it rings at Bob
    When the Charging Enabler in use connects to the server, beside the connection there is
    Then the server has one connection with it
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
