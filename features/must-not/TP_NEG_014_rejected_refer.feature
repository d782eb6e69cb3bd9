@TP_NEG_014
Feature: TP_NEG_014 A refused REFER is not charged

  OMA CR 6.2.3.2. Nobody was invited, nobody arrived.

  Scenario: Carol may not add Bob
    Given the server takes a REFER only from the owner of a conference
    And Alice is in a conference with Carol
    When Carol tries to add Bob to the conference and is refused
    Then the Charging Enabler receives no SessionRequest(interim) for the refused REFER that names Bob
