@TP_ERR_005
Feature: TP_ERR_005 Another Charging Enabler gets the same session

  RFC 6733 9.4, 8.8 and 9.8.3. A failover changes where the records go; Session-Id and numbers go on.

  Scenario: Bob comes and goes while the one in use is away
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler in use cannot be reached any more
    When Bob accepts the invitation and leaves again
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And Alice's conference is charged on at another Charging Enabler, as the same session
