@TP_ERR_007 @real-timers
Feature: TP_ERR_007 Where the server overwrites, the newest interim of an outage is delivered

  RFC 6733 9.5. A newer interim takes the place of an older one of its session that was not delivered.

  Scenario: Bob comes and Carol goes while nobody takes records
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation and Carol leaves the conference while no Charging Enabler can be reached
    Then the Charging Enabler receives one SessionRequest(interim) for Carol's departure
    And of the outage of Alice's conference the newest SessionRequest(interim) alone is delivered
