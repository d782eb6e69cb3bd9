@TP_ARR_019
Feature: TP_ARR_019 An arrival needs no interim interval

  RFC 6733 9.8.2. Without Acct-Interim-Interval there are no interims by time; arrivals are charged all the same.

  Scenario: The Response to START proposes nothing
    Given the Charging Enabler proposes no interim interval
    And Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
