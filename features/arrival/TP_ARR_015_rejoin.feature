@TP_ARR_015
Feature: TP_ARR_015 A user who comes back is charged again

  OMA CR 6.2.3.2. An arrival is an arrival, also the second time.

  Scenario: Bob left and is added again
    Given Alice is in a conference with Bob and Carol
    And Bob has left the conference
    When Alice adds Bob to the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
