@TP_SEQ_004
Feature: TP_SEQ_004 Conferences do not mix

  RFC 6733 8.8. Two conferences at once have Session-Ids of their own.

  Scenario: Carol leaves one, Dave the other
    Given Alice is in a conference with Carol
    And Bob is in a conference with Dave
    When Carol and Dave leave the conference
    Then Alice's conference is charged under one Session-Id of its own
    And Bob's conference is charged under one Session-Id of its own
