@TP_SEQ_016
Feature: TP_SEQ_016 Each served user has a session of its own

  RFC 6733 9.5. START as it comes, STOP as it goes (LV-15).

  Scenario: Three come and go
    Given Alice is in a conference with Bob and Carol
    And Bob has left the conference
    When the controlling function expels Carol
    Then each served user of Alice's conference has a session of START and STOP
