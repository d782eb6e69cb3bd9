@TP_ERR_012
Feature: TP_ERR_012 What is refused for good is not sent again

  RFC 6733 7.1.5 and 8.2. A permanent failure ends the record.

  Scenario Outline: Bob's arrival is refused with <code>
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) with <code>
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, answered with <code>, is not sent again

    Examples:
      | code |
      | 5004 |
      | 5005 |
      | 5012 |
