@TP_PEER_007 @real-timers
Feature: TP_PEER_007 A Charging Enabler that reboots is let go, and found again

  RFC 6733 5.4 and 2.1. The DPR is answered, the connection ends, and is made again after Tc.

  Scenario: the Charging Enabler in use has to reboot
    Given Alice is in a conference with Bob and Carol
    When the Charging Enabler in use says that it has to reboot
    Then the server answers its request to disconnect
    And the server connects to it again
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
