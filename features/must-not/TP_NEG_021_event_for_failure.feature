@TP_NEG_021
Feature: TP_NEG_021 A failed arrival makes no EVENT unless it is declared

  3GPP TS 32.299 6.1.0. An EVENT for a refused invitation is legal; a vendor who declares none sends none.

  Scenario: Bob is busy
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob refuses the invitation with 486
    Then the Charging Enabler receives no EventRequest for Bob's refused invitation
