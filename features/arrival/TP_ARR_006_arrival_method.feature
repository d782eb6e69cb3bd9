@TP_ARR_006
Feature: TP_ARR_006 An arrival interim names INVITE

  3GPP TS 32.299 7.2.201. SIP-Method is the method that caused the record.

  Scenario: Bob was invited
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's SIP-Method is INVITE
