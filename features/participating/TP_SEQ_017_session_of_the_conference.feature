@TP_SEQ_017
Feature: TP_SEQ_017 The served users of a conference have one session

  RFC 6733 9.5, 9.8.3. START with the first, an interim for each 200 OK or BYE that passes, STOP with the last (LV-15).

  Scenario: Three come and go
    Given Alice is in a conference with Bob and Carol
    And Bob has left the conference
    When the controlling function expels Carol
    Then the served users of Alice's conference have one session of START, 4 INTERIMs and STOP
