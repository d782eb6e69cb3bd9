@TP_SEQ_005
Feature: TP_SEQ_005 An arrival and a departure within one wait are both charged

  RFC 6733 8.2. While a record waits for its Response the next ones wait their turn; none is lost, none overtakes.

  Scenario: Bob comes and goes while the Charging Enabler thinks
    Given the Charging Enabler takes 400 ms for each Response
    And Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation and leaves again
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And Alice's conference is charged as "START INTERIM INTERIM INTERIM INTERIM STOP"
