@TP_PEER_006 @real-timers
Feature: TP_PEER_006 A silent Charging Enabler is found out

  RFC 6733 5.5 and RFC 3539 3.4.1. After Tw of silence a watchdog is sent; after another Tw without its answer records go elsewhere.

  Scenario: the Charging Enabler in use answers no watchdog
    Given Alice is in a conference with Bob and Carol
    When the Charging Enabler in use answers no watchdog any more, long enough to be missed
    Then the server has asked it for a sign of life
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And that record goes to another Charging Enabler than the silent one
