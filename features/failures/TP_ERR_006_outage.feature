@TP_ERR_006 @real-timers
Feature: TP_ERR_006 What happens in an outage is charged afterwards

  3GPP TS 32.299 6.1.3.1. Where no CDF can be reached the records are kept, and sent in stored order when one is there again.

  Scenario: Bob comes and Carol goes while nobody takes records
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation and Carol leaves the conference while no Charging Enabler can be reached
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Carol's departure
    And the records of Alice's conference come in the order of what happened
