@TP_PEER_009 @real-timers
Feature: TP_PEER_009 The primary Charging Enabler gets the records again

  RFC 6733 5.5.4. Failback: the primary one that is back is used again.

  Scenario: the primary one is away for a while
    Given Alice is in a conference with Carol, and it rings at Bob
    And the primary Charging Enabler cannot be reached any more
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    When the primary Charging Enabler can be reached again
    And Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And that record goes to the primary Charging Enabler
