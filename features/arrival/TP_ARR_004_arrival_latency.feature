@TP_ARR_004
Feature: TP_ARR_004 How long an arrival waits for its record

  OMA CR 6.2.3.2 step 2. No document gives a maximum: what was seen is told, and nothing fails.

  Scenario: Bob accepts
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then it is told how long after Bob's arrival its record came
