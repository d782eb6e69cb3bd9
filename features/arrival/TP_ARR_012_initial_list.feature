@TP_ARR_012
Feature: TP_ARR_012 Those on the initial list are charged as they answer

  OMA CR 6.2.3.2; RFC 5366. Each 200 OK is an arrival of its own, also when they come together.

  Scenario: Three answer at the same time
    Given Alice is in a conference of her own, and it rings at Bob, Carol and Dave
    When Bob, Carol and Dave accept the invitations at the same time
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Carol's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Dave's arrival
