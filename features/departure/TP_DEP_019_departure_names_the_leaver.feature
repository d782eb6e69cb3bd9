@TP_DEP_019
Feature: TP_DEP_019 A departure interim names the leaver

  3GPP TS 32.260 5.2.2.1.10. Which AVP does so is not specified for IM: any address in the record counts.

  Scenario: Bob leaves
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And that record names Bob
