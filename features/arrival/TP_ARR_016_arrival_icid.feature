@TP_ARR_016
Feature: TP_ARR_016 An arrival interim bears an ICID of its legs

  3GPP TS 32.260 5.1.2.2. Of the arriving leg, or of the first one: for IM it is not specified which.

  Scenario: Bob was invited
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's IMS-Charging-Identifier is the ICID of Bob's leg or of the first
