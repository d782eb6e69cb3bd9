@TP_SEQ_006
Feature: TP_SEQ_006 An arrival waits for the Response before it

  RFC 6733 8.2. One record of a session is pending at a time.

  Scenario: Carol answers right after Bob
    Given the Charging Enabler takes 400 ms for each Response
    And Alice is in a conference of her own, and it rings at Bob and Carol
    When Bob and Carol accept the invitations one after the other
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Carol's arrival
    And every record of Alice's conference keeps the rule "one-outstanding"
