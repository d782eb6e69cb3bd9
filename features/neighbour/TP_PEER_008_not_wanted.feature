@TP_PEER_008 @real-timers
Feature: TP_PEER_008 A Charging Enabler that does not want to talk is left alone

  RFC 6733 5.4 and 5.4.3. The DPR is answered, and no connection is made again without cause. It is the last one: it is lost for the run.

  Scenario: the last Charging Enabler does not want to talk any more
    Given Alice is in a conference with Bob and Carol
    When the last Charging Enabler says that it does not want to talk any more
    Then the server answers its request to disconnect
    And the server does not connect to it again
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
