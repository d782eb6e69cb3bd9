@TP_DEP_026
Feature: TP_DEP_026 The last served user's departure closes the session

  RFC 6733 9.5. Whatever becomes of the conference beyond.

  Scenario: Bob leaves, then Alice as the last
    Given Alice is in a conference with Bob
    And Bob has left the conference
    When Alice leaves the conference
    Then the Charging Enabler receives the SessionRequest(stop) for Alice's departure
