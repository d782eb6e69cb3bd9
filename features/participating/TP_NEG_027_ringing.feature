@TP_NEG_027
Feature: TP_NEG_027 A served user who only rings is not charged

  OMA CR 6.2.3.2 step 1. A provisional response is no occasion, and nothing follows it here.

  Scenario: Bob lets it ring and refuses
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob lets it ring and then refuses
    Then the Charging Enabler receives no SessionRequest while it rings at Bob
