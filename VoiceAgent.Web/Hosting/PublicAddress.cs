namespace VoiceAgent.Web.Hosting;

public sealed class PublicAddress
{
    public Uri Current { get; set; } = new("http://127.0.0.1");
}
