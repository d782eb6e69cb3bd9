@TP_SEQ_003
Feature: TP_SEQ_003 A START counts the invited

  3GPP TS 32.299 7.2.117. In the initial request the count is of those invited, not of those attached.

  Scenario: Three are invited, none has answered
    Given Alice is in a conference of her own, and it rings at Bob, Carol and Dave
    When Bob accepts the invitation
    Then the START of Alice's conference counts the 3 invited
