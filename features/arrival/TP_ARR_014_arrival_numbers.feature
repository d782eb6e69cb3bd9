@TP_ARR_014
Feature: TP_ARR_014 Later arrivals have the next numbers

  RFC 6733 9.8.3. A second and a third arrival continue the numbering without a gap.

  Scenario: Carol and Dave arrive after Bob
    Given Alice is in a conference with Bob, and it rings at Carol and Dave
    When Carol and Dave accept the invitations one after the other
    Then the record for Carol's arrival has the next Accounting-Record-Number
    And the record for Dave's arrival has the next Accounting-Record-Number
