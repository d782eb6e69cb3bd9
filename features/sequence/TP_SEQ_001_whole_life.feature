@TP_SEQ_001
Feature: TP_SEQ_001 A whole life in records

  RFC 6733 9.5 and 9.8.3. START, an interim for each arrival and each departure, STOP.

  Scenario: Two arrive, two leave, the last ends it
    Given Alice is in a conference with Bob and Carol
    When Bob, Carol and Alice leave the conference
    Then Alice's conference is charged as "START INTERIM INTERIM INTERIM INTERIM STOP"
