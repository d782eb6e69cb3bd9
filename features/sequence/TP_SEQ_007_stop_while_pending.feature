@TP_SEQ_007
Feature: TP_SEQ_007 STOP waits for the Response before it

  RFC 6733 8.2. The end of the session while an interim is pending: STOP follows the answer.

  Scenario: The last two leave one after the other
    Given the Charging Enabler takes 400 ms for each Response
    And Alice is in a conference with Bob and Carol
    And Carol has left the conference
    When Bob and Alice leave the conference
    Then the Charging Enabler receives one SessionRequest(stop) for Alice's departure
    And every record of Alice's conference keeps the rule "stop-while-pending"
