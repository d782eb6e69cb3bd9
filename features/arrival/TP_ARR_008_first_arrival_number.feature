@TP_ARR_008
Feature: TP_ARR_008 The first arrival has the number after the START

  RFC 6733 9.8.3. Record numbers begin with the START and grow by one; advice, binding where the profile declares it.

  Scenario: Bob is the first to arrive
    Given Alice is in a conference of her own, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's Accounting-Record-Number follows the START's
