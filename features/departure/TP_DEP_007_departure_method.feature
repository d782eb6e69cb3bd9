@TP_DEP_007
Feature: TP_DEP_007 A departure interim names BYE

  3GPP TS 32.299 7.2.201. SIP-Method is the method that caused the record.

  Scenario: Bob leaves
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And that record's SIP-Method is BYE
