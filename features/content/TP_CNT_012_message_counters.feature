@TP_CNT_012
Feature: TP_CNT_012 The records of a conference count its messages since it began

  RFC 6733 9.8.1; OMA-DDS 8.5.6, known from a dictionary: what is odd warns, and nothing fails.

  Scenario: Bob leaves after two messages, and Carol after one more
    Given Alice is in a conference with Bob, Carol and Dave
    When Alice sends the conference a message
    And Alice sends the conference a message
    And Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    When Alice sends the conference a message
    And Carol leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Carol's departure
    And that record's counters of messages are not below those of the records before it
    And every record of Alice's conference keeps the rule "im-information-members"
