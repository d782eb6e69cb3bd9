@TP_EVT_003
Feature: TP_EVT_003 What the EVENT for a MESSAGE to a conference counts

  OMA-DDS 6.2.31 and 6.2.62, known from a dictionary: what was seen is told, a difference warns, and nothing fails.

  Scenario: Alice sends the conference a message, which Carol does not take
    Given Alice is in a conference with Bob and Carol
    And Carol will answer a message with 486
    When Alice sends the conference a message
    Then the EventRequest for Alice's message counts the copies that were sent
    And it is told what the EventRequest for Alice's message counts
