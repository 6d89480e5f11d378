namespace VoiceAgent.Sandbox.Demo;

/// <summary>An order of the demonstration's order desk.</summary>
internal sealed record DemoOrder(int Number, string Status, string DeliveryDay);
