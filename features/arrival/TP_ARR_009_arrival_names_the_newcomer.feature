@TP_ARR_009
Feature: TP_ARR_009 An arrival interim names the newcomer

  3GPP TS 32.260 5.2.2.1.10. Which AVP does so is not specified for IM: any address in the record counts.

  Scenario: Bob was invited
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record names Bob
