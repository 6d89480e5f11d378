namespace VoiceAgent.Tests.EndToEnd;

/// <summary>One running app and one browser for all end-to-end tests, which run one after another.</summary>
[CollectionDefinition(Name)]
[Trait("Kind", "EndToEnd")]
public sealed class EndToEndCollection : ICollectionFixture<AppProcess>, ICollectionFixture<ChromiumBrowser>
{
    public const string Name = "End to end";
}
