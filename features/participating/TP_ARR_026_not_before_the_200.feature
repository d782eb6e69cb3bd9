@TP_ARR_026
Feature: TP_ARR_026 A served user's arrival is not charged before it happens

  OMA CR 6.2.3.2 step 1. The 200 OK is the occasion, not the INVITE or a provisional response.

  Scenario: Bob lets it ring before he accepts
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob lets it ring and then accepts
    Then the Charging Enabler receives no SessionRequest before Bob accepts
    And the Charging Enabler receives one SessionRequest for Bob's arrival
