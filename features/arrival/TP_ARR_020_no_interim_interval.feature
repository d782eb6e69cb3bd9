@TP_ARR_020
Feature: TP_ARR_020 An arrival does not depend on the interim interval

  RFC 6733 9.8.2. An interval of 0 asks for no interims by time; arrivals are charged all the same.

  Scenario: The Response to START proposed 0
    Given the Charging Enabler proposes an interim interval of 0 s
    And Alice is in a conference of her own, and it rings at Bob
    And what happened so far is charged
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
