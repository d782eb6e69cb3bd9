@TP_ARR_018
Feature: TP_ARR_018 An arrival interim tells INVITING or JOINING

  OMA DDS 6.2.4. Application-Service-Type 103 or 105.

  Scenario: Bob was invited
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's Application-Service-Type is INVITING or JOINING
