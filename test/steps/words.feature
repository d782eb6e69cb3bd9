Feature: Words that no test purpose uses yet

  Only their binding is tested here; what they do is tested where the verbs are.

  Scenario: being called
    Given Bob will let it ring
    And Bob will not answer
    And Bob will refuse with 603
    And Bob will answer after 250 ms
    And Bob will answer when the server's CANCEL is on its way
    And Bob will answer twice
    And Bob will answer on two devices
    When Bob drops without a word

  Scenario: calling
    Given Bob has registered
    And Bob will never send an ACK
    When Bob calls the conference of Alice
    And Bob calls the conference of Alice and cancels
    And Bob sends a re-INVITE
    And Bob unregisters

  Scenario: the roster
    Given Alice watches the roster of the conference of Alice
    When Alice adds Bob to the conference by one list
    And Alice adds Bob, Carol and Dave to the conference by one list
    And Alice removes Bob from the conference
    And the server expels Carol from the conference of Alice, and their BYEs cross
    And Alice stops watching the roster

  Scenario: random conferences, which ch1 random writes
    When guests come and go in the conference of Alice:
      | round | guest | does   |
      | 1     | Bob   | leaves |
