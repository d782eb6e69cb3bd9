@TP_LIF_001
Feature: TP_LIF_001 A START has the number 0

  RFC 6733 9.8.3. Advice; binding where the profile declares it.

  Scenario: Alice creates a conference
    Given Alice is in a conference with Bob
    When Bob leaves the conference
    Then the START of Alice's conference has the Accounting-Record-Number 0
