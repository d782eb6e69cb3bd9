@TP_NEG_026
Feature: TP_NEG_026 A served user who is not let in is not charged

  3GPP TS 32.299 6.1.0. Session records report successful sessions; nobody arrived.

  Scenario: The controlling function refuses Bob
    Given Alice is in a conference with Carol
    And the controlling function will refuse with 403
    When Bob tries to join the conference of Alice
    Then the Charging Enabler receives no SessionRequest for Bob, who was not let in
